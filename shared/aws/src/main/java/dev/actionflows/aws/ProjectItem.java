package dev.actionflows.aws;

import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.AccentColor;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.Look;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.SignUpOffer;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.WrappedKey;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Maps a project to an item. */
final class ProjectItem {
    static final String REVISION = "revision";

    private static final String AWS = "aws";
    private static final String SENDING_STOPPED = "sendingStopped";
    private static final String DOUBLE_OPT_IN = "doubleOptIn";

    private static final String OFFER_KEYWORD = "offerKeyword";
    private static final String OFFER_TEXT = "offerText";
    private static final String OFFER_URL = "offerUrl";
    private static final String OFFER_EMAIL = "offerEmail";

    /** Absent means no. */
    private static final String RECORDS_REPLIES = "recordsReplies";

    private static final String ACCENT = "accentColor";
    private static final String LOGO = "logoUrl";

    private ProjectItem() {}

    static Item encode(Project project) {
        Item item =
                Item.at(Key.project(project.id()))
                        .put("id", project.id().value())
                        .put("name", project.name())
                        .put("plan", project.plan().name())
                        .put("publicBaseUrl", project.publicBaseUrl())
                        .put("dataKey", project.dataKey().base64())
                        .putTexts("allowedOrigins", project.allowedOrigins())
                        .put("createdAt", project.createdAt())
                        .put(REVISION, project.revision());
        project.sms().ifPresent(sms -> item.put("sms", encode(sms)));
        project.spotify()
                .ifPresent(
                        app ->
                                item.put(
                                        "spotify",
                                        Item.map()
                                                .put("clientId", app.clientId())
                                                .put("clientSecret", app.clientSecret().base64())));
        project.appleMusic()
                .ifPresent(
                        key ->
                                item.put(
                                        "appleMusic",
                                        Item.map()
                                                .put("teamId", key.teamId())
                                                .put("keyId", key.keyId())
                                                .put("privateKey", key.privateKey().base64())));
        project.email()
                .ifPresent(
                        from -> {
                            Item email = Item.map().put("from", from.address().value());
                            from.name().ifPresent(name -> email.put("name", name));
                            from.postalAddress().ifPresent(it -> email.put("postalAddress", it));
                            from.tenant().ifPresent(it -> email.put("tenant", it));
                            item.put("email", email);
                        });
        MessageLimits limits = project.limits();
        if (!limits.caps().isEmpty()) {
            item.putMaps("caps", limits.caps().stream().map(CapMap::encode).toList());
        }
        if (limits.stopped()) {
            item.put(SENDING_STOPPED, true);
        }
        if (!limits.credits().equals(CreditLimits.none())) {
            item.put("credits", encode(limits.credits()));
        }
        if (!project.doubleOptIn().isEmpty()) {
            item.putTexts(
                    DOUBLE_OPT_IN,
                    project.doubleOptIn().stream().sorted().map(Channel::wireName).toList());
        }
        if (project.recordsReplies()) {
            item.put(RECORDS_REPLIES, true);
        }
        project.look().accent().ifPresent(it -> item.put(ACCENT, it.css()));
        project.look().logo().ifPresent(it -> item.put(LOGO, it));
        project.signUpOffer()
                .text()
                .ifPresent(
                        it -> item.put(OFFER_KEYWORD, it.keyword()).put(OFFER_TEXT, it.wording()));
        project.signUpOffer()
                .email()
                .ifPresent(it -> item.put(OFFER_URL, it.url()).put(OFFER_EMAIL, it.wording()));
        if (!project.tests().isEmpty()) {
            item.putMaps("tests", project.tests().stream().map(ProjectItem::encode).toList());
        }
        ApiKeyMaps.encode(project.keys(), item);
        StreamingAppMaps.encode(project.streamingApps(), item);
        return item;
    }

    private static Item encode(CreditLimits credits) {
        Item map = Item.map().put("whenUsedUp", credits.whenUsedUp().name());
        credits.granted().ifPresent(it -> map.put("granted", it));
        credits.monthly().ifPresent(it -> map.put("monthly", it));
        credits.alertEmail().ifPresent(it -> map.put("alertEmail", it.value()));
        return map;
    }

    private static CreditLimits decodeCredits(Item map) {
        return new CreditLimits(
                optional(map, "granted"),
                optional(map, "monthly"),
                WhenUsedUp.valueOf(map.text("whenUsedUp")),
                map.optionalText("alertEmail").map(EmailAddress::new));
    }

    private static OptionalLong optional(Item map, String name) {
        return map.optionalNumber(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static Item encode(SmsAccount account) {
        Item map = Item.map().put("number", account.number().e164());
        switch (account) {
            // without a provider, as before there was a choice
            case SmsAccount.Twilio twilio ->
                    map.put("accountSid", twilio.accountSid())
                            .put("authToken", twilio.authToken().base64());
            case SmsAccount.Aws aws -> {
                map.put("provider", AWS).put("origination", aws.sender().originationIdentity());
                aws.sender()
                        .configurationSet()
                        .ifPresent(name -> map.put("configurationSet", name));
                aws.sender().maxPrice().ifPresent(price -> map.put("maxPrice", price));
            }
        }
        return map;
    }

    private static SmsAccount decodeSms(Item map) {
        PhoneNumber number = new PhoneNumber(map.text("number"));
        return map.optionalText("provider").filter(AWS::equals).isPresent()
                ? new SmsAccount.Aws(
                        number,
                        new SmsCredentials.Aws(
                                map.text("origination"),
                                map.optionalText("configurationSet"),
                                map.optionalText("maxPrice")))
                : new SmsAccount.Twilio(
                        number, map.text("accountSid"), new Sealed(map.text("authToken")));
    }

    /** Uses short names because every event of the project reads it. */
    private static Item encode(TestMode test) {
        Item map =
                Item.map()
                        .put("f", test.flow().value())
                        .putTexts("fans", test.fans().stream().map(FanId::value).toList())
                        .put("b", test.begun())
                        .put("u", test.until());
        test.flowActivatedAt().ifPresent(at -> map.put("a", at));
        return map;
    }

    private static TestMode decodeTest(Item map) {
        return new TestMode(
                new FlowId(map.text("f")),
                map.texts("fans").stream().map(FanId::new).toList(),
                map.optionalTime("b").orElse(Instant.EPOCH),
                map.time("u"),
                map.optionalTime("a"));
    }

    static Project decode(Item item) {
        return new Project(
                new ProjectId(item.text("id")),
                item.text("name"),
                Plan.valueOf(item.text("plan")),
                item.text("publicBaseUrl"),
                new WrappedKey(item.text("dataKey")),
                ApiKeyMaps.decode(item),
                item.optionalMap("sms").map(ProjectItem::decodeSms),
                item.optionalMap("spotify")
                        .map(
                                app ->
                                        new SpotifyApp(
                                                app.text("clientId"),
                                                new Sealed(app.text("clientSecret")))),
                item.optionalMap("appleMusic")
                        .map(
                                key ->
                                        new AppleMusicKey(
                                                key.text("teamId"),
                                                key.text("keyId"),
                                                new Sealed(key.text("privateKey")))),
                item.optionalMap("email")
                        .map(
                                email ->
                                        new MailFrom(
                                                new EmailAddress(email.text("from")),
                                                email.optionalText("name"),
                                                email.optionalText("postalAddress"),
                                                email.optionalText("tenant"))),
                new MessageLimits(
                        item.optionalMaps("caps").stream().map(CapMap::decode).toList(),
                        item.optionalMap("credits")
                                .map(ProjectItem::decodeCredits)
                                .orElseGet(CreditLimits::none),
                        item.optionalFlag(SENDING_STOPPED).orElse(false)),
                item.optionalTexts("allowedOrigins"),
                item.optionalMaps("tests").stream().map(ProjectItem::decodeTest).toList(),
                item.optionalTexts(DOUBLE_OPT_IN).stream()
                        .map(name -> Channel.ofWireName(name).orElseThrow())
                        .collect(Collectors.toSet()),
                item.optionalFlag(RECORDS_REPLIES).orElse(false),
                new Look(
                        item.optionalText(ACCENT).flatMap(AccentColor::parse),
                        item.optionalText(LOGO)),
                new SignUpOffer(
                        item.optionalText(OFFER_KEYWORD)
                                .map(it -> new SignUpOffer.ByText(it, item.text(OFFER_TEXT))),
                        item.optionalText(OFFER_URL)
                                .map(it -> new SignUpOffer.ByPage(it, item.text(OFFER_EMAIL)))),
                StreamingAppMaps.decode(item),
                item.time("createdAt"),
                item.number(REVISION));
    }
}
