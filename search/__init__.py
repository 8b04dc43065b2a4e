"""The core: passages, analysis, queries, engines and the store; knows neither files nor pages."""
