package dev.postern.identity;

/** What a browser session keeps of a sign-in that says more than a name. */
public interface Assured {
    Assurance assurance();

    /** Whether this is whom it signed in: another user of the same name, made later, is not. */
    boolean isOf(User user);
}
