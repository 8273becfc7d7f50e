"""What the OpenAPI documents promise, held against what the services answer."""
