package dev.actionflows.domain.page;

import dev.actionflows.domain.embed.EventAnswer;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Sign-ups on pages: they count as on a page of the label, see {@link PageEvents}. */
public final class PageSignUps {
    private final PageEvents events;
    private final VerificationService codes;
    private final PageVisitors visitors;

    public PageSignUps(PageEvents events, VerificationService codes, PageVisitors visitors) {
        this.events = events;
        this.codes = codes;
        this.visitors = visitors;
    }

    /**
     * Takes the consent of a known fan to be texted or mailed, or sends a code to the address.
     * Idempotent.
     *
     * @throws ProblemException RATE_LIMITED; TRY_AGAIN
     */
    public SignUpResult signUp(OpenPage page, SignUpForm form, SignUp typed, PageVisit visit) {
        visitors.count(page, visit);
        Optional<PhoneNumber> phone =
                Optional.of(typed.address())
                        .filter(_ -> typed.kind() == Identity.Kind.PHONE)
                        .flatMap(it -> PhoneNumber.parseTyped(it, form.countryCode()));
        Optional<EmailAddress> email =
                Optional.of(typed.address().strip())
                        .filter(_ -> typed.kind() == Identity.Kind.EMAIL)
                        .flatMap(EmailAddress::parse);
        Optional<FirstName> name = typed.name().flatMap(FirstName::parse);
        Set<SignUpResult.Field> invalid = EnumSet.noneOf(SignUpResult.Field.class);
        if (phone.isEmpty() && email.isEmpty()) {
            invalid.add(SignUpResult.Field.ADDRESS);
        }
        if (typed.name().isPresent() && name.isEmpty()) {
            invalid.add(SignUpResult.Field.FIRST_NAME);
        }
        if (!typed.agreed()) {
            invalid.add(SignUpResult.Field.CONSENT);
        }
        return invalid.isEmpty()
                ? signUp(page, form, phone, email, name, visit)
                : new SignUpResult.Invalid(invalid);
    }

    private SignUpResult signUp(
            OpenPage page,
            SignUpForm form,
            Optional<PhoneNumber> phone,
            Optional<EmailAddress> email,
            Optional<FirstName> name,
            PageVisit visit) {
        EventRequest request =
                new EventRequest(
                        "",
                        Optional.of(visit.id()),
                        phone.isPresent() ? TriggerType.SMS_OPTED_IN : TriggerType.EMAIL_OPTED_IN,
                        phone,
                        email,
                        visitors.token(page, visit),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new EventRequest.Consent(form.wording(), form.version())),
                        Optional.of(page.url()),
                        name);
        try {
            return switch (events.receive(
                    page.project(), request, visit.client(), visit.deadline())) {
                case EventAnswer.Accepted _ -> new SignUpResult.SignedUp();
                case EventAnswer.VerificationRequired(_, var verification) ->
                        new SignUpResult.CodeSent(
                                verification.id(),
                                phone.map(PhoneNumber::e164)
                                        .or(() -> email.map(EmailAddress::value))
                                        .orElseThrow());
            };
        } catch (ProblemException e) {
            return switch (e.code()) {
                // the provider says that nobody can have such an address
                case INVALID_REQUEST ->
                        new SignUpResult.Invalid(Set.of(SignUpResult.Field.ADDRESS));
                case STATE_CONFLICT -> new SignUpResult.NotPossible();
                default -> throw e;
            };
        }
    }

    /**
     * Takes the code that was sent. Idempotent.
     *
     * @throws ProblemException RATE_LIMITED; TRY_AGAIN
     */
    public CodeResult enterCode(
            OpenPage page, VerificationId verification, String code, PageVisit visit) {
        visitors.count(page, visit);
        if (!VerificationService.isCode(code)) {
            return new CodeResult.Wrong();
        }
        try {
            return new CodeResult.Right(
                    codes.receive(
                                    page.project(),
                                    verification,
                                    code,
                                    visitors.token(page, visit),
                                    Optional.of(visit.id()),
                                    visit.client())
                            .session());
        } catch (ProblemException e) {
            return switch (e.code()) {
                case INVALID_REQUEST -> new CodeResult.Wrong();
                case STATE_CONFLICT, NOT_FOUND -> new CodeResult.Ended();
                default -> throw e;
            };
        }
    }
}
