"""The doctor: looks at everything that a service needs, changes nothing, says what to do."""
