package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.testkit.ProjectFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class FlowsApiSettingsTest {
    private static final Map<String, String> COMPLETE =
            Map.of(
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "none",
                    "AWS_SECRET_ACCESS_KEY", "none",
                    "TABLE_NAME", "table",
                    "KMS_KEY_ARN", "arn:aws:kms:eu-west-1:123456789012:key/1",
                    "WAKE_UP_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/q",
                    "ADMIN_KEY_SECRET", "stack/administrator-key",
                    "PLAN_LIMITS", planLimitsOfTemplate());

    @Test
    void the_graph_is_built_without_a_call_to_anybody() {
        assertThat(new FlowsApiHandler(new AwsPorts(new Environment(COMPLETE)))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION",
                "TABLE_NAME",
                "KMS_KEY_ARN",
                "WAKE_UP_QUEUE_URL",
                "ADMIN_KEY_SECRET",
                "PLAN_LIMITS"
            })
    void what_is_missing_is_named(String variable) {
        Map<String, String> incomplete = new HashMap<>(COMPLETE);
        incomplete.remove(variable);

        assertThatIllegalStateException()
                .isThrownBy(() -> new FlowsApiHandler(new AwsPorts(new Environment(incomplete))))
                .withMessageContaining(variable);
    }

    @Test
    void the_limits_that_the_template_sets_by_default_are_the_default() {
        assertThat(PlanLimits.decode(Json.readObject(planLimitsOfTemplate())))
                .isEqualTo(PlanLimits.BY_DEFAULT);
    }

    private static String planLimitsOfTemplate() {
        Matcher text =
                Pattern.compile("(?s)  PlanLimits:.*?Default: '(?<json>[^']*)'")
                        .matcher(ProjectFile.text("template.yaml"));
        assertThat(text.find()).isTrue();
        return text.group("json");
    }
}
