package dev.actionflows.domain.webhook;

import java.util.List;

/** Posts deliveries over the internet. */
public interface WebhookSender {
    /**
     * Makes one attempt and follows no redirects. Never throws for what the receiver does.
     *
     * @return within seconds
     */
    WebhookAnswer post(Post post);

    /**
     * What is posted. Source of the headers: Standard Webhooks 1.0.0, "Webhook headers".
     *
     * @param id {@code webhook-id}
     * @param timestamp {@code webhook-timestamp}, in seconds since 1970
     * @param signatures {@code webhook-signature}, to be separated by spaces
     * @param body JSON
     */
    record Post(WebhookUrl url, String id, long timestamp, List<String> signatures, String body) {
        public Post {
            signatures = List.copyOf(signatures);
        }
    }
}
