package dev.actionflows.streamingconnect;

import static dev.actionflows.domain.document.Html.escaped;

import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpResponse;

/**
 * The page on which Apple's script asks for the fan's permission and posts the result.
 *
 * <p>Source: "MusicKit on the Web", js-cdn.music.apple.com/musickit/v3/docs.
 */
final class MusicKitPage {
    /** Apple's script connects to Apple's hosts; our script posts the token to us. */
    private static final String CONNECTIONS = "'self' https://*.apple.com";

    /** Values are passed as data attributes, so that they never become part of a script. */
    private static final String SCRIPT =
            """
            (function () {
              'use strict';
              const button = document.getElementById('connect');
              const message = document.getElementById('message');
              const data = button.dataset;
              let music;
              function show(text) { message.textContent = text; }
              async function ready() {
                try {
                  const configured = await window.MusicKit.configure({
                    developerToken: data.developerToken,
                    app: { name: data.app, build: '1' }
                  });
                  music = configured || window.MusicKit.getInstance();
                  button.disabled = false;
                } catch (e) {
                  show('Apple Music is not responding. Reload this page to try again.');
                }
              }
              async function connect() {
                button.disabled = true;
                show('');
                let userToken;
                try {
                  userToken = await music.authorize();
                } catch (e) {
                  show('You are not connected. Press the button to try again.');
                  button.disabled = false;
                  return;
                }
                try {
                  const response = await fetch(data.callback, {
                    method: 'POST',
                    credentials: 'same-origin',
                    headers: { 'Content-Type': 'application/json' },
                    body: JSON.stringify({ state: data.state, userToken: userToken })
                  });
                  const answer = await response.json();
                  if (answer.location) {
                    window.location.assign(answer.location);
                  } else {
                    show(answer.message || answer.detail);
                  }
                } catch (e) {
                  show('Something went wrong. Reload this page to try again.');
                }
              }
              button.addEventListener('click', connect);
              document.addEventListener('musickitloaded', ready);
              const script = document.createElement('script');
              script.src = data.musicKit;
              script.addEventListener('error', function () {
                show('Apple Music cannot be reached. Reload this page to try again.');
              });
              document.head.appendChild(script);
            })();
            """;

    private MusicKitPage() {}

    static HttpResponse response(
            StartResult.WithMusicKit started, String musicKitUrl, String nonce) {
        Project project = started.project();
        return new HtmlPage(nonce, "Connect Apple Music with " + project.name())
                .paragraph("Apple will ask for your permission. You can withdraw it at any time.")
                .html(
                        """
                        <p><button id="connect" disabled data-developer-token="%s" data-state="%s" \
                        data-app="%s" data-callback="%s" data-music-kit="%s">Connect Apple \
                        Music</button></p>
                        <p id="message" role="status"></p>
                        <noscript><p>Connecting Apple Music needs JavaScript.</p></noscript>
                        """
                                .formatted(
                                        escaped(started.developerToken()),
                                        escaped(started.state()),
                                        escaped(project.name()),
                                        escaped(
                                                project.publicBaseUrl()
                                                        + "/connect/apple_music/callback"),
                                        escaped(musicKitUrl)))
                .script(SCRIPT, CONNECTIONS)
                .response(200);
    }
}
