// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/rustc_advice.h"

#include "core/compiler/wasm_errors.h"

#include <QObject>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

/// What stands in the first pair of backticks behind `before`; types hold none themselves.
QString quotedBehind(const QString &text, QLatin1StringView before)
{
    const qsizetype at = text.indexOf(before);
    const qsizetype from = at < 0 ? -1 : text.indexOf(QLatin1Char('`'), at + before.size());
    const qsizetype to = from < 0 ? -1 : text.indexOf(QLatin1Char('`'), from + 1);
    return to < 0 ? QString() : text.sliced(from + 1, to - from - 1);
}

QString lineOf(const RustcSpan &span)
{
    return span.file.isEmpty() ? QString() : QStringLiteral(" at %1, line %2,").arg(span.file).arg(span.line);
}

/// What rustc says of a future that is not `Send`: which value, of which type, is held across which await. Empty where
/// its notes have another form.
QString heldValue(const QList<RustcNote> &notes)
{
    for (const RustcNote &note : notes) {
        const auto primary = std::ranges::find(note.spans, true, &RustcSpan::isPrimary);
        if (!note.message.startsWith(QLatin1String("future is not `Send`")) || primary == note.spans.end()) {
            continue;
        }
        if (note.message.contains(QLatin1String("awaits another future"))) {
            return QObject::tr("the `.await`%1 is of a future that cannot be sent (`%2`)")
                .arg(lineOf(*primary), quotedBehind(primary->label, QLatin1StringView("on type")));
        }
        QString type;
        for (const RustcSpan &span : note.spans) {
            type += type.isEmpty() ? quotedBehind(span.label, QLatin1StringView("has type")) : QString();
        }
        const QString value = quotedBehind(primary->label, QLatin1StringView("with"));
        if (!value.isEmpty() && !type.isEmpty()) {
            return QObject::tr("`%1`, of type `%2`, is held across the `.await`%3 and cannot be sent")
                .arg(value, type, lineOf(*primary));
        }
    }
    return {};
}

/// A guard of a lock is told apart: another type does not help there, letting go of it does.
QString wayOut(const QString &held)
{
    if (held.contains(QLatin1String("Guard<"))) {
        return QObject::tr("let go of the lock before the `.await` (`drop` the guard, or end its block), or take "
                           "the lock of `tokio::sync`, which may be held there");
    }
    return QObject::tr("let go of it before the `.await` (`drop` it, or end its block), or take a type that can be "
                       "sent: `Arc` instead of `Rc`, `Mutex` instead of `RefCell`, `Box<dyn Error + Send + Sync>` "
                       "instead of `Box<dyn Error>`");
}

void add(CompilerMessage &error, const QString &what, const QString &help)
{
    Diagnostic &diagnostic = error.diagnostic;
    diagnostic.message += what.isEmpty() ? QString() : QStringLiteral(": ") + what;
    diagnostic.help = help;
    diagnostic.notes.prepend({.isHelp = true, .message = help, .spans = {}});
    while (diagnostic.rendered.endsWith(QLatin1Char('\n'))) {
        diagnostic.rendered.chop(1);
    }
    const QString line = what.isEmpty() ? help : what + QObject::tr(". To mend it, ") + help;
    diagnostic.rendered += QStringLiteral("\n\x1b[1m\x1b[96mhelp\x1b[0m\x1b[1m: %1\x1b[0m\n\n").arg(line);
}

/// The handler's future must be `Send`, on both targets: what compiles here has to compile on the platform.
void adviseOnSend(CompilerMessage &error, bool needsBrowser)
{
    const QString &message = error.diagnostic.message;
    const bool isSend = message.contains(QLatin1String("cannot be sent between threads safely")) ||
                        message.contains(QLatin1String("cannot be shared between threads safely"));
    const bool isHandler = std::ranges::any_of(error.notes, [](const RustcNote &note) {
        return note.message.contains(QLatin1String("Context::__answer_async"));
    });
    if (isSend && isHandler) {
        const QString held = heldValue(error.notes);
        if (!needsBrowser || !namesBrowserCrate(held)) {
            add(error, held, wayOut(held));
        }
    }
}

/// `?` on an error that is none of Rust's, such as `Box<dyn Error>`, which is not `Send`.
void adviseOnQuestionMark(CompilerMessage &error)
{
    const bool isOurs = std::ranges::any_of(error.notes, [](const RustcNote &note) {
        return note.message.contains(QLatin1String("for `ignite::Error` to implement `From<")) ||
               note.message.contains(QLatin1String("for `Error` to implement `From<"));
    });
    if (isOurs && error.diagnostic.message.startsWith(QLatin1String("`?` couldn't convert the error"))) {
        add(error, {},
            QObject::tr("write `.map_err(|error| Error::new(error.to_string()))?`, or let the function return an "
                        "error that is `Send` and `Sync`, such as `ignite::Error` or "
                        "`Box<dyn std::error::Error + Send + Sync>`"));
    }
}

/// The expansion of `#[ignite::main]` reaches the SDK through the type of the handler's second parameter.
void adviseOnContext(CompilerMessage &error)
{
    static const QRegularExpression shape(
        QStringLiteral("named `__(?:serve|answer)_(?:async|blocking)` found for [^`]*`([^`]+)`"));
    if (const auto match = shape.match(error.diagnostic.message); match.hasMatch()) {
        error.diagnostic.message =
            QObject::tr("the second parameter of the handler is `%1`, which is not the `Context` of "
                        "the SDK")
                .arg(match.captured(1));
        add(error, {}, QObject::tr("write `ctx: ignite::Context`, or import that one"));
    }
}

const QLatin1StringView handlerMacro("__ignite_handler"); ///< that each `#[ignite::main]` makes at the crate's root

QString fileAndLine(const RustcSpan &span)
{
    return QStringLiteral("%1, line %2").arg(span.file).arg(span.line);
}

/// Where the handlers stand that the error is about, the first one first; empty where it is about something else.
QStringList handlerPlaces(const CompilerMessage &error)
{
    QStringList places;
    // untranslated: of rustc
    if (error.diagnostic.message == QStringLiteral("the name `%1` is defined multiple times").arg(handlerMacro)) {
        for (const RustcSpan &span : error.spans) {
            places.insert(span.isPrimary ? places.size() : 0, fileAndLine(span));
        }
    }
    places.removeDuplicates();
    return places.size() > 1 ? places : QStringList();
}

/// In the place of rustc's words about a macro that the author never wrote.
void adviseOnHandlers(CompilerMessage &error)
{
    error.handlers = handlerPlaces(error);
    if (error.handlers.isEmpty()) {
        return;
    }
    QString &rendered = error.diagnostic.rendered;
    const QString quoted = u'`' + handlerMacro + u'`';
    error.diagnostic.message = handlersText(error.handlers);
    // untranslated: amid words of rustc, which are English
    rendered.replace(QStringLiteral("the name %1 is defined multiple times").arg(quoted), error.diagnostic.message);
    // untranslated: likewise
    rendered.replace(QStringLiteral("previous definition of the macro %1 here").arg(quoted),
                     QStringLiteral("one handler"));
    // untranslated: likewise
    rendered.replace(QStringLiteral("%1 redefined here").arg(quoted), QStringLiteral("another one"));
    // untranslated: likewise
    rendered.replace(QStringLiteral("%1 must be defined only once in the macro namespace of this module").arg(quoted),
                     QStringLiteral("a crate has one handler, whatever modules it has"));
}

} // namespace

void advise(CompilerMessage &error, bool needsBrowser)
{
    adviseOnSend(error, needsBrowser);
    adviseOnQuestionMark(error);
    adviseOnContext(error);
    adviseOnHandlers(error);
}

QString handlersText(QStringList places)
{
    const bool areTwo = places.size() == 2;
    const QString count =
        areTwo ? QObject::tr("Two handlers") : QObject::tr("%n handlers", nullptr, static_cast<int>(places.size()));
    const QString last = places.takeLast();
    return QObject::tr("%1: %2 and %3. A project has one; remove `#[ignite::main]` from the %4.")
        .arg(count, places.join(QStringLiteral(", ")), last, areTwo ? QObject::tr("other") : QObject::tr("others"));
}

std::optional<QString> definedTwice(const QList<CompilerMessage> &errors)
{
    QStringList handlers;
    for (const CompilerMessage &error : errors) {
        handlers << error.handlers;
    }
    handlers.removeDuplicates();
    if (!handlers.isEmpty()) { // their `main`s are defined twice as well
        return handlersText(handlers);
    }
    const auto twice = std::ranges::find_if(errors, [](const CompilerMessage &error) {
        return error.diagnostic.message.startsWith(QLatin1String("the name `main` is defined multiple times"));
    });
    if (twice == errors.end()) {
        return {};
    }
    const auto own = std::ranges::find_if_not(twice->spans, isMadeBySdk);
    const auto made = std::ranges::find_if(twice->spans, isMadeBySdk);
    if (made == twice->spans.end() || own == twice->spans.end()) {
        return {}; // not about the handler
    }
    return QObject::tr("Two functions `main`: `#[ignite::main]` at %1 makes the one that starts the handler. Remove "
                       "the other at %2.")
        .arg(fileAndLine(*made), fileAndLine(*own));
}

} // namespace studio::compiler
