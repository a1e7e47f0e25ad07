package dev.actionflows.lambda;

import java.net.URI;
import java.util.Map;

/** The environment variables of a function. */
public record Environment(Map<String, String> variables) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** Those of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /**
     * @throws IllegalStateException when it is not set; the message names it
     */
    public String required(String name) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalStateException("environment variable " + name + " is not set");
        }
        return value;
    }

    /**
     * @return empty text when it is not set
     */
    public String optional(String name) {
        return variables.getOrDefault(name, "");
    }

    /**
     * @throws IllegalStateException when it is not set or is no absolute URI
     */
    public URI requiredUri(String name) {
        URI uri = URI.create(required(name));
        if (!uri.isAbsolute()) {
            throw new IllegalStateException("environment variable " + name + " is no absolute URI");
        }
        return uri;
    }
}
