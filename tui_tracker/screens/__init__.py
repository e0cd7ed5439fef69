"""The screens: they call services in a worker and feed widgets."""
