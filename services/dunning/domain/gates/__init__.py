"""Gates: named rules that hold a demand, and recall one that has no outcome yet."""
