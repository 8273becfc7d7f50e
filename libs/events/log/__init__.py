"""Kafka: topics, producers, readers."""
