package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.Vault;

import java.util.Optional;
import java.util.function.Function;

/** Verifies a webhook request against the auth token of the project's SMS account. */
final class SmsSignature {
    private final Vault vault;

    SmsSignature(Vault vault) {
        this.vault = vault;
    }

    /**
     * @param url the project's URL that was called
     * @throws ProblemException SIGNATURE_INVALID, also for an unknown project, so that projects
     *     cannot be enumerated
     */
    void require(
            Optional<Project> project, Function<Project, String> url, SignatureCheck signature) {
        String authToken = project.flatMap(this::authToken).orElseThrow(SmsSignature::invalid);
        if (!signature.isSignedWith(authToken, url.apply(project.orElseThrow()))) {
            throw invalid();
        }
    }

    private Optional<String> authToken(Project project) {
        return project.sms()
                .flatMap(
                        account ->
                                switch (account) {
                                    case SmsAccount.Twilio twilio ->
                                            Optional.of(
                                                    vault.open(
                                                            project,
                                                            SmsAccount.AUTH_TOKEN_CONTEXT,
                                                            twilio.authToken()));
                                    // its texts arrive in a queue
                                    case SmsAccount.Aws _ -> Optional.empty();
                                });
    }

    private static ProblemException invalid() {
        return new ProblemException(
                ErrorCode.SIGNATURE_INVALID,
                "the request is not signed with the auth token of this project's SMS account for"
                        + " this project's webhook URL");
    }
}
