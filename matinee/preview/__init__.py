"""The preview: the plan of a build, kept warm in memory, and its pages rendered when somebody asks for them."""
