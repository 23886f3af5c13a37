"""Turns raw French press releases into structured, traceable records."""
