package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

class AppleMusicKeyTest {
    @Test
    void a_key_issued_by_apple_is_accepted() throws Exception {
        String pem = ellipticCurveKey("secp256r1");

        assertThat(AppleMusicKey.isPrivateKey(pem)).isTrue();
        assertThat(AppleMusicKey.isPrivateKey(pem.strip())).isTrue();
        assertThat(AppleMusicKey.isPrivateKey(pem.replace("\n", "\r\n"))).isTrue();
    }

    @Test
    void a_key_of_another_curve_or_type_is_rejected() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);

        assertThat(AppleMusicKey.isPrivateKey(ellipticCurveKey("secp384r1"))).isFalse();
        assertThat(AppleMusicKey.isPrivateKey(pem(rsa.generateKeyPair().getPrivate().getEncoded())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "key",
                "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n=\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----",
            })
    void other_text_is_rejected(String text) {
        assertThat(AppleMusicKey.isPrivateKey(text)).isFalse();
    }

    private static String ellipticCurveKey(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return pem(generator.generateKeyPair().getPrivate().getEncoded());
    }

    private static String pem(byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
    }
}
