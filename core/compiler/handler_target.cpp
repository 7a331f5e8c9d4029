// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/handler_target.h"

#include "core/compiler/files.h"
#include "core/compiler/rustc_advice.h"
#include "core/project/project.h"

#include <QObject>

namespace studio::compiler {

namespace {

/// The first place of a file where a handler seems to stand.
std::optional<SourcePlace> hintIn(const QString &folder, const QString &file)
{
    const auto content = readFile(folder + QLatin1Char('/') + file);
    if (!content || !content->contains("handler")) {
        return {};
    }
    const QList<int> lines = findHandlers(QString::fromUtf8(*content));
    return lines.isEmpty() ? std::nullopt : std::optional(SourcePlace{file, lines.front()});
}

QString shape()
{
    // untranslated: code
    return QStringLiteral("#[ignite::main] async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse>");
}

QString placeText(const SourcePlace &place)
{
    return QStringLiteral("%1, line %2").arg(place.file).arg(place.line);
}

/// Keeps what a compile tells until it is known whether that is of interest.
class HeldObserver
{
public:
    explicit HeldObserver(const CompileObserver &observer) : m_observer(observer) {}

    CompileObserver observer()
    {
        CompileObserver held = m_observer;
        held.line = [this](const QString &line) { m_told << [=, this] { say(m_observer, line); }; };
        held.diagnostic = [this](const Diagnostic &diagnostic) {
            m_told << [=, this] {
                if (m_observer.diagnostic) {
                    m_observer.diagnostic(diagnostic);
                }
            };
        };
        return held;
    }
    void release()
    {
        for (const auto &tell : std::exchange(m_told, {})) {
            tell();
        }
    }

private:
    const CompileObserver &m_observer;
    QList<std::function<void()>> m_told;
};

/// What is wrong where no target has the handler.
struct MissingHandler
{
    QStringList roots;            ///< files that were compiled
    QList<SourcePlace> misplaced; ///< handlers that rustc saw in modules of theirs
    bool hasOwnMain = false;      ///< the first of them is a program with another `main`
};

QString sentence(const MissingHandler &missing)
{
    const QString root = missing.roots.front();
    QString text = QObject::tr("No handler found in %1").arg(missing.roots.join(QObject::tr(" or ")));
    if (missing.misplaced.isEmpty()) {
        return text + (missing.hasOwnMain ? QObject::tr(", whose `main` is another: write `%1` there instead.")
                                          : QStringLiteral(": write `%1` there."))
                          .arg(shape());
    }
    const SourcePlace &place = missing.misplaced.front();
    text += QObject::tr(": it stands in %1%2. Move it into %3 itself")
                .arg(placeText(place), place.file == root ? QStringLiteral(", inside a module") : QString(), root);
    return text + (missing.hasOwnMain ? QObject::tr(", in place of the `main` there.") : QStringLiteral("."));
}

Diagnostic missingDiagnostic(const MissingHandler &missing)
{
    const SourcePlace place = missing.misplaced.value(0, SourcePlace{missing.roots.front(), 1});
    Diagnostic diagnostic{.message = sentence(missing), .file = place.file, .line = place.line, .column = 1};
    diagnostic.endLine = diagnostic.line;
    diagnostic.endColumn = diagnostic.column;
    diagnostic.rendered =
        QStringLiteral("\x1b[1m\x1b[91merror\x1b[0m\x1b[1m: ") + diagnostic.message + QStringLiteral("\x1b[0m\n");
    return diagnostic;
}

/// Says that there is no handler. Where rustc cannot say that it stands in a module, because the program has a `main`,
/// the look at the text may.
Error noHandler(MissingHandler missing, const QString &folder, const QStringList &rustFiles,
                const CompileObserver &observer)
{
    for (const QString &file : rustFiles) {
        const bool mayTell = missing.misplaced.isEmpty() && missing.hasOwnMain && !missing.roots.contains(file);
        if (const auto hint = mayTell ? hintIn(folder, file) : std::nullopt) {
            missing.misplaced << *hint;
        }
    }
    const Diagnostic diagnostic = missingDiagnostic(missing);
    say(observer, diagnostic.rendered);
    if (observer.diagnostic) {
        observer.diagnostic(diagnostic);
    }
    return {ErrorCode::InvalidArgument, diagnostic.message, {}};
}

/// Whether the target has a handler too. One that does not compile has none that could be taken for the project's.
Task<std::optional<SourcePlace>> handlerOfTarget(BuildJob job, CargoTarget target, CompileObserver observer,
                                                 std::stop_token stop)
{
    job.target = target;
    const CompileObserver quiet{
        .started = {}, .line = {}, .diagnostic = {}, .progress = observer.progress, .phase = {}, .step = {}};
    const auto built = co_await build(job, quiet, stop);
    if (built) {
        co_return built->handler;
    }
    const bool isItsOwn =
        built.error().code == ErrorCode::CompileFailed || built.error().code == ErrorCode::InvalidArgument;
    co_return isItsOwn ? Result<std::optional<SourcePlace>>(std::nullopt) : std::unexpected(built.error());
}

/// `built`, unless one of the other candidates has a handler as well.
Task<Built> onlyHandler(BuildJob job, Built built, QList<HandlerCandidate> others, CompileObserver observer,
                        std::stop_token stop)
{
    for (const HandlerCandidate &other : std::as_const(others)) {
        if (!other.hint) {
            continue;
        }
        const auto second = co_await handlerOfTarget(job, other.target, observer, stop);
        if (!second) {
            co_return std::unexpected(second.error());
        }
        if (*second) {
            co_return fail(ErrorCode::CompileFailed, handlersText({placeText(*built.handler), placeText(**second)}));
        }
    }
    co_return built;
}

} // namespace

QString noHandlerText()
{
    return QObject::tr("No handler found: write `%1` in src/lib.rs or src/main.rs.").arg(shape());
}

QList<HandlerCandidate> handlerCandidates(const QString &folder, const QList<CargoTarget> &targets)
{
    const auto isProgram = [](const CargoTarget &target) { return target.kind == QLatin1String("bin"); };
    const auto programs = std::ranges::count_if(targets, isProgram);
    QList<HandlerCandidate> candidates;
    for (const CargoTarget &target : targets) {
        const auto hint = hintIn(folder, target.source);
        const bool isExpected = !isProgram(target) || programs == 1 || target.source == QLatin1String("src/main.rs");
        if (hint || isExpected) {
            candidates << HandlerCandidate{target, hint};
        }
    }
    std::ranges::stable_sort(candidates, [&](const HandlerCandidate &a, const HandlerCandidate &b) {
        return std::pair(!a.hint, isProgram(a.target)) < std::pair(!b.hint, isProgram(b.target));
    });
    return candidates;
}

Task<Built> buildHandler(BuildJob job, QList<CargoTarget> targets, QStringList rustFiles, CompileObserver observer,
                         std::stop_token stop)
{
    const QString folder = job.folder.source;
    const auto candidates = co_await onWorker(
        [folder, targets]() -> Result<QList<HandlerCandidate>> { return handlerCandidates(folder, targets); });
    if (!candidates || candidates->isEmpty()) {
        co_return fail(ErrorCode::InvalidArgument, noHandlerText());
    }
    MissingHandler missing;
    for (qsizetype at = 0; at < candidates->size(); ++at) {
        const CargoTarget &target = candidates->at(at).target;
        job.target = target;
        HeldObserver held(observer);
        const auto built = co_await build(job, candidates->size() > 1 ? held.observer() : observer, stop);
        if (!built) {
            held.release();
            co_return std::unexpected(built.error());
        }
        if (built->handler) {
            held.release();
            co_return co_await onlyHandler(job, *built, candidates->sliced(at + 1), observer, stop);
        }
        missing.hasOwnMain = missing.hasOwnMain || (at == 0 && !built->program.isEmpty());
        missing.roots << target.source;
        missing.misplaced << built->misplaced;
    }
    co_return std::unexpected(noHandler(missing, folder, rustFiles, observer));
}

} // namespace studio::compiler
