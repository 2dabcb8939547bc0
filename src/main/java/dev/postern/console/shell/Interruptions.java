package dev.postern.console.shell;

import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What an open page says when its sign-in is over, or when the server does not answer. */
@Component
class Interruptions implements VaadinServiceInitListener {
    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().setSystemMessagesProvider(info -> messages(info.getLocale()));
        event.getSource().addUIInitListener(opened -> {
            var reconnect = opened.getUI().getReconnectDialogConfiguration();
            reconnect.setDialogText(Texts.in(opened.getUI().getLocale(), "away"));
            reconnect.setDialogTextGaveUp(Texts.in(opened.getUI().getLocale(), "away.for-good"));
        });
    }

    private static CustomizedSystemMessages messages(Locale language) {
        var messages = new CustomizedSystemMessages();
        messages.setSessionExpiredCaption(Texts.in(language, "signed-out"));
        messages.setSessionExpiredMessage(Texts.in(language, "signed-out.what"));
        messages.setInternalErrorCaption(Texts.in(language, "broken"));
        messages.setInternalErrorMessage(Texts.in(language, "broken.what"));
        return messages;
    }
}
