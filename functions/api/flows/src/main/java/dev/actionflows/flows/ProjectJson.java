package dev.actionflows.flows;

import dev.actionflows.domain.management.PlanService;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SpotifyApp;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** JSON representation of a project, without its accounts' secrets. */
final class ProjectJson {
    private ProjectJson() {}

    /** Includes the keys, which are never shown again. */
    static Map<String, @Nullable Object> of(ProjectService.Created created) {
        Map<String, @Nullable Object> json = of(created.project());
        json.put("secretKey", created.secretKey().text());
        json.put("publishableKey", created.publishableKey().text());
        return json;
    }

    /** Includes the flows that exceed the new plan. */
    static Map<String, @Nullable Object> of(PlanService.PlanChange changed) {
        Map<String, @Nullable Object> json = of(changed.project());
        json.put("pausedFlows", changed.paused().stream().map(flow -> flow.id().value()).toList());
        return json;
    }

    static Map<String, @Nullable Object> of(Project project) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", project.id().value());
        json.put("name", project.name());
        json.put("plan", project.plan().name());
        json.put("publicBaseUrl", project.publicBaseUrl());
        json.put("sms", project.sms().map(ProjectJson::sms).orElse(null));
        json.put("spotify", project.spotify().map(ProjectJson::spotify).orElse(null));
        json.put("appleMusic", project.appleMusic().map(ProjectJson::appleMusic).orElse(null));
        json.put("webhooks", Map.of("sms", project.smsWebhookUrl()));
        json.put("createdAt", Times.text(project.createdAt()));
        return json;
    }

    private static Map<String, Object> sms(SmsAccount account) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (account) {
            case SmsAccount.Twilio twilio -> {
                json.put("provider", ProjectBodies.TWILIO);
                json.put("number", account.number().e164());
                json.put("accountSid", twilio.accountSid());
            }
            case SmsAccount.Aws aws -> {
                json.put("provider", ProjectBodies.AWS);
                json.put("number", account.number().e164());
                json.put("originationIdentity", aws.sender().originationIdentity());
                aws.sender()
                        .configurationSet()
                        .ifPresent(name -> json.put("configurationSet", name));
                aws.sender().maxPrice().ifPresent(price -> json.put("maxPrice", price));
            }
        }
        return json;
    }

    private static Map<String, Object> spotify(SpotifyApp app) {
        return Map.of("clientId", app.clientId());
    }

    private static Map<String, Object> appleMusic(AppleMusicKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("teamId", key.teamId());
        json.put("keyId", key.keyId());
        return json;
    }
}
