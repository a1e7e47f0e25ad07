package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How CloudFront serves the web console, which the local cloud's emulator does not do: its files
 * with a strict policy, and the API behind the same origin.
 */
class ConsoleSiteTest {
    /** CloudFront's managed policies, by the ids in its documentation. */
    private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

    private static final String ALL_VIEWER_EXCEPT_HOST_HEADER =
            "b689b0a8-53d0-40ab-baf2-68738e2966ac";

    private final Map<String, Object> resources =
            ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Resources"));
    private final Map<String, Object> site =
            ProjectFiles.object(properties("ConsoleSite").get("DistributionConfig"));

    private Map<String, Object> properties(String resource) {
        return ProjectFiles.object(ProjectFiles.object(resources.get(resource)).get("Properties"));
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    private List<Map<String, Object>> behaviors() {
        List<Map<String, Object>> found = new ArrayList<>();
        list(site.get("CacheBehaviors")).forEach(it -> found.add(ProjectFiles.object(it)));
        return found;
    }

    private Stream<String> consoleResources() {
        return resources.keySet().stream().filter(name -> name.startsWith("Console"));
    }

    @Test
    void every_resource_of_the_console_depends_on_its_parameter() {
        assertThat(consoleResources()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(consoleResources())
                .allSatisfy(
                        name ->
                                assertThat(ProjectFiles.object(resources.get(name)))
                                        .as(name)
                                        .containsEntry("Condition", "HasConsole"));
    }

    /** A cached answer of the API would be shown to whoever asks next. */
    @Test
    void nothing_of_the_api_is_cached_and_all_that_it_needs_reaches_it() {
        assertThat(behaviors())
                .allSatisfy(
                        api ->
                                assertThat(api)
                                        .containsEntry("TargetOriginId", "api")
                                        .containsEntry("ViewerProtocolPolicy", "https-only")
                                        .containsEntry("CachePolicyId", CACHING_DISABLED)
                                        .containsEntry(
                                                "OriginRequestPolicyId",
                                                ALL_VIEWER_EXCEPT_HOST_HEADER));
        // The first pattern that matches applies, so the widest one is last.
        assertThat(behaviors()).last(MAP).containsEntry("PathPattern", "/v1/*");
        // CloudFront accepts only certain sets of methods; this is the largest.
        assertThat(methods("/v1/*"))
                .containsExactlyInAnyOrder(
                        "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE");
    }

    /** They are limited by the sender's address, which behind CloudFront is CloudFront's. */
    @Test
    void events_cannot_be_sent_to_the_address_of_the_console() {
        assertThat(methods("/v1/events")).containsExactly("GET", "HEAD");
        assertThat(methods("/v1/verifications/*")).containsExactly("GET", "HEAD");
    }

    private List<String> methods(String path) {
        return behaviors().stream()
                .filter(it -> path.equals(it.get("PathPattern")))
                .flatMap(it -> list(it.get("AllowedMethods")).stream())
                .map(String::valueOf)
                .toList();
    }

    /**
     * By default, CloudFront keeps errors for ten seconds, whatever their headers say, and shows
     * them to everyone. A page in their place would hide what the API says.
     *
     * <p>Source: "Control how long CloudFront caches errors" in its developer guide, which lists
     * the codes.
     */
    @Test
    void errors_of_the_api_reach_the_console_and_nobody_else() {
        List<?> errors = list(site.get("CustomErrorResponses"));

        assertThat(errors)
                .map(it -> ProjectFiles.object(it).get("ErrorCode"))
                .containsExactlyInAnyOrder(400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504);
        assertThat(errors)
                .allSatisfy(
                        it ->
                                assertThat(ProjectFiles.object(it))
                                        .containsEntry("ErrorCachingMinTTL", 0)
                                        .doesNotContainKey("ResponsePagePath"));
    }

    @Test
    void the_policy_of_pages_allows_only_what_is_the_consoles_own() {
        Map<String, Object> headers =
                ProjectFiles.object(
                        ProjectFiles.object(
                                        properties("ConsoleHeaders")
                                                .get("ResponseHeadersPolicyConfig"))
                                .get("SecurityHeadersConfig"));
        String policy =
                String.valueOf(
                        ProjectFiles.object(headers.get("ContentSecurityPolicy"))
                                .get("ContentSecurityPolicy"));

        assertThat(Arrays.stream(policy.split(";")).map(String::strip))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'")
                .noneMatch(it -> it.matches(".*(unsafe|http|data:|blob:|\\*).*"));
        assertThat(ProjectFiles.object(site.get("DefaultCacheBehavior")))
                .containsEntry("ResponseHeadersPolicyId", "ConsoleHeaders");
    }

    @Test
    void only_the_distribution_reads_the_bucket() {
        assertThat(properties("ConsoleFiles"))
                .extractingByKey("PublicAccessBlockConfiguration")
                .satisfies(
                        it ->
                                assertThat(ProjectFiles.object(it).values())
                                        .hasSize(4)
                                        .containsOnly(true));
        assertThat(ProjectFiles.text("template.yaml"))
                .contains("\"AWS:SourceArn\": !Sub arn:${AWS::Partition}:cloudfront::");
    }
}
