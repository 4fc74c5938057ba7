"""Who fits whom and why: plain values in, pairs with reasons out."""
