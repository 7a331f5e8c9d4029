// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/settings_command.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/base/text.h"
#include "core/base/user_file.h"
#include "core/compiler/compiler.h"
#include "core/preferences/preferences.h"
#include "core/process/process.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/preferences/toolchain_view.h"

#include <QDir>
#include <QFileInfo>
#include <QFontDatabase>

namespace studio {

namespace {

PreferencesDialog::Known knownTexts(const QStringList &syntaxThemes)
{
    PreferencesDialog::Known known;
    for (const QString &name : syntaxThemes) {
        known[QStringLiteral("editor.syntaxTheme")].append({name, name});
    }
    for (const QString &family : QFontDatabase::families()) {
        if (QFontDatabase::isFixedPitch(family) && !QFontDatabase::isPrivateFamily(family)) {
            known[QStringLiteral("editor.fontFamily")].append({family, family});
        }
    }
    return known;
}

/// The command between the backquotes of a sentence; empty where there is none.
QString commandIn(const QString &sentence)
{
    return sentence.section(u'`', 1, 1);
}

FoundToolchains describeFound(const QList<Toolchain> &all, const Result<ToolchainChoice> &choice)
{
    FoundToolchains found;
    for (const Toolchain &one : all) {
        QStringList targets;
        for (const RustTarget target : {RustTarget::Native, RustTarget::Wasm}) {
            if (one.targets.contains(targetTriple(target))) {
                targets << targetName(target);
            }
        }
        found.all.append({.name = QStringLiteral("Rust %1 (%2)").arg(one.version.toString(), one.origin),
                          .detail = QStringLiteral("%1 · %2").arg(QDir::toNativeSeparators(one.rustc),
                                                                  targets.join(QStringLiteral(", "))),
                          .isChosen = choice && choice->toolchain == one});
    }
    found.reason = choice ? choice->reason : choice.error().message;
    found.command = commandIn(found.reason);
    return found;
}

} // namespace

SettingsCommand::SettingsCommand(Parts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_action(makeAction(this, {.id = QStringLiteral("window.settings"),
                                 .text = tr("Settings…"),
                                 .keys = {QKeySequence(QStringLiteral("Ctrl+,"))},
                                 .icon = QStringLiteral("configure"),
                                 .menu = ActionMenu::File,
                                 .section = 80}))
    , m_keysAction(makeAction(this, {.id = QStringLiteral("help.keys"),
                                     .text = tr("Keyboard shortcuts…"),
                                     .menu = ActionMenu::Help,
                                     .section = 10}))
{
    connect(m_action, &QAction::triggered, this, [this] { Q_EMIT dialogRequested(false); });
    connect(m_keysAction, &QAction::triggered, this, [this] { Q_EMIT dialogRequested(true); });
}

void SettingsCommand::open(QWidget *parent, bool atKeys)
{
    if (m_dialog) {
        m_dialog->raise();
        return;
    }
    m_dialog = new PreferencesDialog(m_parts.preferences, m_keys, knownTexts(m_syntaxThemes), parent);
    connect(m_dialog, &PreferencesDialog::openRequested, this, [this](const QString &file) { detach(showFile(file)); });
    connect(m_dialog->toolchains(), &ToolchainView::lookAgainRequested, this, [this] { detach(showToolchains()); });
    connect(m_dialog->toolchains(), &ToolchainView::runRequested, this,
            [this](const QString &command) { detach(run(command)); });
    connect(m_parts.preferences, &Preferences::changed, m_dialog, [this](const QString &id) {
        if (id == QLatin1String("rust.toolchain")) {
            detach(showToolchains());
        }
    });
    detach(showToolchains());
    if (atKeys) {
        m_dialog->showKeys();
    }
    m_dialog->open();
}

QCoro::Task<void> SettingsCommand::showFile(QString file)
{
    (void)co_await whileAlive(this, onWorker([file] {
                                  const bool isMissing = !QFileInfo::exists(file); // nothing is set yet
                                  return (isMissing ? makeFolder(QFileInfo(file).path()).and_then([&] {
                                             return saveUserFile(file, "{\n}\n");
                                         })
                                                    : Result<void>())
                                      .transform([] { return true; });
                              }));
    m_parts.workspace->navigation()->openLocation(file); // which says so where there is none
}

QCoro::Task<void> SettingsCommand::showToolchains()
{
    const QPointer<PreferencesDialog> dialog = m_dialog;
    const auto all =
        co_await whileAlive(this, findToolchains(m_parts.cacheFolder + QStringLiteral("/toolchains.json")));
    const auto choice = co_await whileAlive(this, m_parts.compiler->toolchain(m_parts.workspace->target()));
    if (dialog && all) {
        dialog->toolchains()->show(describeFound(*all, choice));
    }
}

/// Only rustup's own commands, which change what is the person's; the rest is for a terminal.
QCoro::Task<void> SettingsCommand::run(QString command)
{
    const QPointer<PreferencesDialog> dialog = m_dialog;
    QStringList words = command.split(u' ', Qt::SkipEmptyParts);
    if (words.value(0) != QLatin1String("rustup") || !dialog) {
        co_return;
    }
    std::stop_source stop;
    const auto token = stop.get_token();
    connect(dialog, &QObject::destroyed, this, [stop]() mutable { stop.request_stop(); });
    connect(dialog->toolchains(), &ToolchainView::cancelRequested, dialog, [stop]() mutable { stop.request_stop(); });
    dialog->toolchains()->setRunning(true);
    words.removeFirst();
    const auto ran =
        co_await whileAlive(this, runProcess({.program = QStringLiteral("rustup"), .arguments = words}, token));
    if (!dialog) {
        co_return;
    }
    dialog->toolchains()->setRunning(false);
    if (ran && ran->exit.code == 0 && ran->exit.signal == 0) {
        co_await whileAlive(this, showToolchains());
        Q_EMIT toolchainsChanged();
        co_return;
    }
    const QString last =
        ran ? withoutAnsi(QString::fromUtf8(ran->standardError)).trimmed().section(u'\n', -1) : QString();
    dialog->toolchains()->showFailure(ran ? tr("rustup %1. Its last line was: %2").arg(describe(ran->exit), last)
                                          : ran.error().message);
}

} // namespace studio
