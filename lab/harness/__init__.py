"""Drives the lab and a connector daemon from outside, for the demo and the end-to-end tests."""
