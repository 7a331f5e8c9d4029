// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_explanations.h"

#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/process/process.h"
#include "core/workspace/workspace.h"

#include <QRegularExpression>

namespace studio {

namespace {

constexpr qsizetype maxExplanation = 100'000;
constexpr qsizetype maxKnown = 200;

} // namespace

bool isErrorCode(const QString &code)
{
    static const QRegularExpression shape(QStringLiteral("\\AE[0-9]{4}\\z"));
    return shape.match(code).hasMatch();
}

DiagnosticExplanations::DiagnosticExplanations(Workspace *workspace, Compiler *compiler, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_compiler(compiler)
{
}

Task<QString> DiagnosticExplanations::explain(QString code, std::stop_token stop)
{
    if (!isErrorCode(code)) {
        co_return fail(ErrorCode::InvalidArgument, tr("“%1” is no error code of rustc.").arg(code.left(40)));
    }
    if (!m_compiler) {
        co_return fail(ErrorCode::Unavailable, tr("No Rust is there to ask."));
    }
    const auto choice = co_await whileAlive(this, m_compiler->toolchain(m_workspace->target()));
    if (!choice) {
        co_return std::unexpected(choice.error());
    }
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    const QString rustc = choice->toolchain.rustc;
    const QString key = rustc + u'\n' + choice->toolchain.commit + u'\n' + code;
    if (const auto known = m_known.constFind(key); known != m_known.cend()) {
        co_return *known;
    }
    const auto output = co_await whileAlive(this, runProcess({.program = rustc,
                                                              .arguments = {QStringLiteral("--explain"), code},
                                                              .workingDirectory = QStringLiteral("/")},
                                                             stop));
    if (!output) {
        co_return std::unexpected(output.error());
    }
    const QString said = QString::fromUtf8(output->standardError).left(2'000).trimmed();
    if (output->exit.signal != 0) {
        co_return fail(ErrorCode::Unavailable, QStringLiteral("%1 %2.").arg(rustc, describe(output->exit)), said);
    }
    const QString text = QString::fromUtf8(output->standardOutput).left(maxExplanation).trimmed();
    if (output->exit.code != 0 || text.isEmpty()) {
        co_return fail(ErrorCode::NotFound,
                       tr("Rust %1 has no explanation of %2.").arg(choice->toolchain.version.toString(), code), said);
    }
    if (m_known.size() >= maxKnown) {
        m_known.clear();
    }
    m_known.insert(key, text);
    co_return text;
}

} // namespace studio
