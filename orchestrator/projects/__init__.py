"""Projects: one generation of a creative asset each, stage by stage (product.md §5)."""
