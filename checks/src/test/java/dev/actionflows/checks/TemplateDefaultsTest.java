package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Defaults that both the template and the code state. */
class TemplateDefaultsTest {
    @Test
    void the_plan_limits_in_template_and_code_are_equal() {
        Map<String, Object> parameters =
                ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Parameters"));
        Object text = ProjectFiles.object(parameters.get("PlanLimits")).get("Default");

        assertThat(PlanLimits.decode(Json.readObject(String.valueOf(text))))
                .isEqualTo(PlanLimits.BY_DEFAULT);
    }
}
