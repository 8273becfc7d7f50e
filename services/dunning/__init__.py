"""Dunning: decides the next demand and its date, and what holds it."""
