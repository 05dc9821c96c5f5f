"""Breaks a copy of the project in many ways, to see whether its checks notice, and say so at the right place."""
