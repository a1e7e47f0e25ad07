package dev.actionflows.instagramwebhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;

class InstagramWebhookSettingsTest {
    private static final Map<String, String> COMPLETE =
            Map.of(
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "none",
                    "AWS_SECRET_ACCESS_KEY", "none",
                    "TABLE_NAME", "table",
                    "DEPLOYMENT", "stack",
                    "KMS_KEY_ARN", "arn:aws:kms:eu-west-1:123456789012:key/1",
                    "STATE_MACHINE_ARN", "arn:aws:states:eu-west-1:123456789012:stateMachine:1",
                    "INSTAGRAM_APP_SECRET", "stack/instagram-app",
                    "PLAN_LIMITS", "{\"BASIC\":{},\"PRO\":{},\"ENTERPRISE\":{}}");

    @Test
    void the_graph_is_built_without_a_call_to_anybody() {
        assertThat(new InstagramWebhookHandler(new AwsPorts(new Environment(COMPLETE))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION",
                "TABLE_NAME",
                "DEPLOYMENT",
                "KMS_KEY_ARN",
                "STATE_MACHINE_ARN",
                "INSTAGRAM_APP_SECRET",
                "PLAN_LIMITS"
            })
    void what_is_missing_is_named(String variable) {
        Map<String, String> incomplete = new HashMap<>(COMPLETE);
        incomplete.remove(variable);

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                new InstagramWebhookHandler(
                                        new AwsPorts(new Environment(incomplete))))
                .withMessageContaining(variable);
    }
}
