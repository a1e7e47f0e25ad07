package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.streaming.StreamingProvider;

/** Where a link in a message can lead. */
public sealed interface LinkDestination {
    String url();

    /** The page on which the fan connects a streaming account. */
    record Connecting(String url) implements LinkDestination {}

    /** The release at a streaming service: in its app if the fan has that, otherwise on the web. */
    record Service(StreamingProvider provider, String url) implements LinkDestination {}
}
