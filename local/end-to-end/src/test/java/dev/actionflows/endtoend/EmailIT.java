package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The emails of a flow: sent, unsubscribed from, and bounced. */
class EmailIT {
    private static final Pattern LINK = Pattern.compile("https?://\\S+/unsubscribe/\\S+");

    private final Label label = Label.bare(Deployment.express());

    // SES accepts mail for its own simulator domain even in the sandbox
    private final String address = "bounce+" + UUID.randomUUID() + "@simulator.amazonses.com";

    @Test
    void a_fan_gets_one_email_in_two_parts_and_unsubscribes_with_one_click() {
        RunView run = runThatSendsEmail();

        List<Map<?, ?>> mails = LocalCloud.mailsTo(address);
        assertThat(mails).hasSize(1);
        Map<?, ?> mail = mails.getFirst();
        assertThat(mail.get("Source")).isEqualTo("\"Night Harbour\" <hello@label.example>");
        assertThat(mail.get("Subject")).isEqualTo("Low Tide & more by Night Harbour");
        String link = link(mail);
        assertThat(String.valueOf(mail.get("BodyText"))).contains("Out now <finally>");
        assertThat(String.valueOf(mail.get("BodyHtml")))
                .contains("Out now &lt;finally&gt;")
                .contains("href=\"" + link + "\"");

        Answer page = request(link, HttpRequest.Builder::GET);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("No more email from Night Harbour to this address?");
        assertThat(stops(run.fanId())).isEmpty();

        assertThat(request(link, EmailIT::oneClick).status()).isEqualTo(200);
        assertThat(stops(run.fanId())).containsExactly("unsubscribed by one_click");
        assertThat(request(link + "0", EmailIT::oneClick).status()).isEqualTo(404);
    }

    @Test
    void a_reported_bounce_fails_the_step_and_ends_mail_to_the_address() {
        RunView sent = runThatSendsEmail();

        LocalCloud.reportMail("bounce", address);
        LocalCloud.reportMail("bounce", address);

        RunView run =
                label.runWhen(
                        Label.text(sent.document(), "flowId"),
                        "the bounce is on the run",
                        it -> it.steps().equals(List.of("send_email FAILED bounced")));
        assertThat(stops(run.fanId())).containsExactly("bounced by bounce");
        assertThat(nextMail(sent)).isEqualTo("SKIPPED bounced");
        assertThat(LocalCloud.mailsTo(address)).hasSize(1);
    }

    @Test
    void a_complaint_ends_mail_to_the_fan_and_leaves_the_outcome() {
        RunView sent = runThatSendsEmail();
        LocalCloud.reportMail("delivery", address);
        LocalCloud.reportMail("complaint", address);

        Label.eventually(
                "the complaint is stored",
                () -> Optional.of(stops(sent.fanId())).filter(it -> !it.isEmpty()));

        assertThat(stops(sent.fanId())).containsExactly("complained by complaint");
        assertThat(nextMail(sent)).isEqualTo("SKIPPED complained");
        label.runWhen(
                Label.text(sent.document(), "flowId"),
                "the delivery is on the run",
                it -> it.steps().equals(List.of("send_email COMPLETED delivered")));
    }

    /** The rule forwards what SES reports about mail of this project, which is a tenant. */
    @Test
    void reports_about_the_projects_configuration_set_pass_the_rule() {
        runThatSendsEmail();
        Map<?, ?> mail = LocalCloud.mailsTo(address).getFirst();
        assertThat(mail.get("TenantName")).isEqualTo(label.projectId);
        String set = String.valueOf(mail.get("ConfigurationSetName"));

        assertThat(set).endsWith("-mail-" + label.projectId);
        assertThat(LocalCloud.express().passesMailRule(set)).isTrue();
        assertThat(LocalCloud.express().passesMailRule("other-" + set)).isFalse();
    }

    /** What a mail to the fan would come to now. */
    private String nextMail(RunView run) {
        Map<String, @Nullable Object> dryRun =
                label.deployment
                        .post(
                                "/v1/flows/" + Label.text(run.document(), "flowId") + "/dry-run",
                                label.secretKey,
                                Map.of("fan", Map.of("id", run.fanId())))
                        .json(200);
        Map<?, ?> step = Label.list(dryRun, "steps").getFirst();
        return step.get("outcome") + " " + step.get("reason");
    }

    private RunView runThatSendsEmail() {
        label.setMailSender();
        String flow =
                label.activeFlow(
                        Map.of("type", "email.opted_in"),
                        List.of(
                                Map.of(
                                        "type",
                                        "send_email",
                                        "subject",
                                        "Low Tide & more by {{project_name}}",
                                        "body",
                                        "Out now <finally>\n\nThanks!")));
        label.reportSignUpForMail(address);
        RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(run.steps()).containsExactly("send_email COMPLETED accepted");
        return run;
    }

    private static String link(Map<?, ?> mail) {
        Matcher link = LINK.matcher(String.valueOf(mail.get("BodyText")));
        assertThat(link.find()).as("%s", mail).isTrue();
        return link.group();
    }

    private static HttpRequest.Builder oneClick(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"));
    }

    private static Answer request(String url, UnaryOperator<HttpRequest.Builder> method) {
        return Deployment.send(method.apply(HttpRequest.newBuilder(URI.create(url))));
    }

    /** What has ended email to the fan's addresses. */
    private List<String> stops(String fanId) {
        Map<String, @Nullable Object> fan =
                label.deployment.get("/v1/fans/" + fanId, label.secretKey).json(200);
        return Label.list(fan, "consents").stream()
                .flatMap(
                        it ->
                                by(it.get("evidence"))
                                        .map(by -> it.get("word") + " by " + by)
                                        .stream())
                .toList();
    }

    private static Optional<String> by(@Nullable Object evidence) {
        return evidence instanceof Map<?, ?> map
                ? Optional.ofNullable(map.get("by")).map(String::valueOf)
                : Optional.empty();
    }
}
