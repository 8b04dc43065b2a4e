"""The desk of those who answer: basket, packs, batches of questions, check of a draft."""
