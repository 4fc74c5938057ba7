"""The rules of care: plain values in, decisions with reasons out. Standard library only."""
