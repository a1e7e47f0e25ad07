package dev.actionflows.embedevents;

import dev.actionflows.domain.embed.EventAnswer;
import dev.actionflows.domain.embed.Verification;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.IntakeResult;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.Problems;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON representation of responses. */
final class AnswerJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private AnswerJson() {}

    static HttpResponse response(EventAnswer answer, Sender.Kind sender) {
        int status =
                switch (answer) {
                    case EventAnswer.Accepted _ -> 200;
                    case EventAnswer.VerificationRequired _ -> 202;
                };
        return HttpResponse.json(status, of(answer, sender));
    }

    static HttpResponse response(VerificationService.Verified verified) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("status", "verified");
        json.put("fanToken", verified.session().token());
        json.put("fanTokenEndsAt", text(verified.session().endsAt()));
        return HttpResponse.json(200, json);
    }

    /** Only servers receive the result of an event: pages must not learn which flows exist. */
    static Map<String, @Nullable Object> of(EventAnswer answer, Sender.Kind sender) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", answer.event().value());
        switch (answer) {
            case EventAnswer.Accepted(_, IntakeResult result) -> {
                json.put("status", "accepted");
                if (sender == Sender.Kind.SERVER) {
                    json.put("runs", result.runs().stream().map(RunId::value).toList());
                    result.why().ifPresent(why -> json.put("reason", why.wireName()));
                }
            }
            case EventAnswer.VerificationRequired(_, Verification verification) -> {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("id", verification.id().value());
                details.put("channel", verification.identity().kind().wireName());
                details.put("endsAt", text(verification.endsAt()));
                json.put("status", "verification_required");
                json.put("verification", details);
            }
        }
        return json;
    }

    /** An event of a batch that was rejected. */
    static Map<String, @Nullable Object> refused(Optional<String> id, ProblemException problem) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        id.ifPresent(own -> json.put("id", "api:" + own));
        json.put("status", "refused");
        json.put("problem", Problems.document(problem, Optional.empty()));
        return json;
    }

    private static String text(Instant time) {
        return TIME.format(time);
    }
}
