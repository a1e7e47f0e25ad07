package dev.actionflows.domain.webhook;

/**
 * An attempt, and the address that it was made at, which may not be the webhook's any more.
 *
 * @param attempt with a time in whole milliseconds, as it is stored
 */
record MadeAttempt(WebhookUrl url, WebhookDelivery.Attempt attempt) {
    boolean isAt(Webhook webhook) {
        return webhook.url().equals(url);
    }

    boolean delivers() {
        return attempt.answer().delivers();
    }

    boolean isGone() {
        return attempt.answer() instanceof WebhookAnswer.Answered answered && answered.isGone();
    }
}
