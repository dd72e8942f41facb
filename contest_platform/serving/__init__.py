"""Serves the WSGI application on granian's RSGI interface, so that slow clients cost no thread.

A request takes a thread when its body is complete, and gives it back before the answer has left.
Holds no domain rules; nothing here knows what a view does.
"""
