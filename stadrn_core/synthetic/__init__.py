"""Synthetic faces whose muscles, pose and light are known: recordings on which an explanation can be checked."""
