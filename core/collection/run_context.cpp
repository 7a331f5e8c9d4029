// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/run_context.h"

#include <QObject>

#include <algorithm>

namespace studio::collection {

Result<RunContext> RunContext::make(std::shared_ptr<const Collection> collection, RunOptions options)
{
    RunContext context(std::move(collection), std::move(options));
    if (!context.m_options.environment.isEmpty()) {
        const QList<Environment> &all = context.m_collection->environments;
        const auto found = std::ranges::find(all, context.m_options.environment, &Environment::name);
        if (found == all.end()) {
            return context.noEnvironment();
        }
        context.setEnvironment(*found);
    }
    context.m_environment.insert(context.m_options.overrides);
    return context;
}

std::unexpected<Error> RunContext::noEnvironment() const
{
    QStringList names;
    for (const Environment &environment : m_collection->environments) {
        names << environment.name;
    }
    return fail(ErrorCode::NotFound,
                names.isEmpty()
                    ? QObject::tr("There is no environment “%1”: the collection has none.").arg(m_options.environment)
                    : QObject::tr("The collection has no environment “%1”. It has: %2.")
                          .arg(m_options.environment, names.join(QStringLiteral(", "))));
}

void RunContext::setEnvironment(const Environment &environment)
{
    m_environment = valuesOf(environment.variables);
    for (const Variable &variable : environment.variables) {
        if (!variable.isSecret || variable.isDisabled) {
            continue;
        }
        const QString value = m_options.overrides.value(variable.name, m_options.secrets.value(variable.name));
        if (value.isEmpty()) {
            m_missingSecrets << variable.name;
            continue;
        }
        m_environment.insert(variable.name, value);
        m_secrets.add(value);
    }
}

Substitution RunContext::substitution(const SavedRequest &request) const
{
    const QList<const Folder *> folders = foldersOf(*m_collection, request.path);
    QList<Values> levels{m_options.global, valuesOf(folders.first()->defaults.variables), m_environment};
    for (const Folder *const folder : folders.sliced(1)) {
        levels << valuesOf(folder->defaults.variables);
    }
    levels << valuesOf(request.variables) << m_captured;
    Substitution made(levels);
    for (const QString &name : m_missingSecrets) {
        made.explainMissing(
            name,
            QObject::tr("The secret “%1” of the environment “%2” has no value here.").arg(name, m_options.environment));
    }
    return made;
}

Result<PreparedRequest> RunContext::prepare(const SavedRequest &request) const
{
    Substitution made = substitution(request);
    auto prepared = prepareRequest(request, foldersOf(*m_collection, request.path), m_collection->folder, made);
    if (!prepared) {
        return fail(prepared.error().code, masked(prepared.error().message));
    }
    return prepared;
}

CheckedAnswer RunContext::check(const SavedRequest &request, const Answer &answer) const
{
    RunContext then = *this; // with what this answer gives
    CheckedAnswer checked;
    const ResponseValue response = responseValue(answer.response, answer.microseconds / 1'000);
    for (const Capture &capture : request.captures) { // first: the assertions may compare with them
        if (!capture.isDisabled) {
            checked.checks << then.takeCapture(capture, response, checked);
        }
    }
    Substitution made = then.substitution(request);
    for (const Assertion &assertion : request.assertions) {
        if (!assertion.isDisabled) {
            checked.checks << then.checkOne(assertion, made, response);
        }
    }
    for (CheckResult &check : checked.checks) {
        check.message = masked(check.message);
    }
    return checked;
}

CheckResult RunContext::takeCapture(const Capture &capture, const ResponseValue &response, CheckedAnswer &checked)
{
    const auto value = captureValue(capture, response);
    if (value) {
        m_captured.insert(capture.variable, *value);
        checked.captured.append({capture.variable, *value});
    }
    return {.text = QObject::tr("capture %1 from %2").arg(capture.variable, capture.expression),
            .holds = value.has_value(),
            .message = value ? QString() : value.error().message};
}

CheckResult RunContext::checkOne(const Assertion &assertion, Substitution &substitution,
                                 const ResponseValue &response) const
{
    const auto value = takesValue(assertion.operatorName) ? substitution.apply(assertion.value) : QString();
    if (value) {
        return checkAssertion(assertion, *value, response, m_secrets);
    }
    return {.text = assertion.expression + u' ' + assertion.operatorName + u' ' + assertion.value,
            .holds = false,
            .message = value.error().message};
}

void RunContext::capture(const QList<std::pair<QString, QString>> &values)
{
    for (const auto &[name, value] : values) {
        m_captured.insert(name, value);
    }
}

QList<const Folder *> foldersOf(const Collection &collection, const QString &path)
{
    QList<const Folder *> folders{&collection.root};
    for (const Folder *at = &collection.root; at;) {
        const auto below =
            std::ranges::find_if(at->folders, [&](const Folder &each) { return path.startsWith(each.path + u'/'); });
        at = below == at->folders.end() ? nullptr : &*below;
        if (at) {
            folders << at;
        }
    }
    return folders;
}

} // namespace studio::collection
