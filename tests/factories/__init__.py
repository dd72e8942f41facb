"""Plain functions that make what tests need, one module an app.

They call the product's services, so that a test never holds what the product cannot.
"""
