// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/settings_dialog.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/manifest_editor.h"
#include "ui/common/state_text.h"
#include "ui/dependencies/lints_page.h"
#include "ui/dependencies/patches_page.h"
#include "ui/dependencies/setting_fields.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

constexpr QSize settingsSize{680, 480};

using Choice = SettingFields::Choice;
using Kind = ManifestValue::Kind;

Choice textChoice(const char *value)
{
    const QString text = QString::fromLatin1(value);
    return {.label = text, .value = {.kind = Kind::Text, .text = text}};
}

Choice numberChoice(int value, const QString &label = {})
{
    const QString text = QString::number(value);
    return {.label = label.isEmpty() ? text : label, .value = {.kind = Kind::Number, .text = text}};
}

Choice flagChoice(bool isOn, const QString &label)
{
    return {.label = label,
            .value = {.kind = Kind::Boolean, .text = isOn ? QStringLiteral("true") : QStringLiteral("false")}};
}

/// A field of [profile.dev] and [profile.release]. `panic` is none of them, which the platform sets always.
struct ProfileField
{
    QString name;
    QString label;
    QList<Choice> choices; ///< empty: a number
};

QList<ProfileField> profileFields()
{
    const QList<Choice> flags{flagChoice(false, SettingsDialog::tr("off")), flagChoice(true, SettingsDialog::tr("on"))};
    // untranslated: the values are words of Cargo.toml
    return {
        {QStringLiteral("opt-level"),
         SettingsDialog::tr("Optimisation"),
         {numberChoice(0), numberChoice(1), numberChoice(2), numberChoice(3), textChoice("s"), textChoice("z")}},
        {QStringLiteral("lto"),
         SettingsDialog::tr("Link-time optimisation"),
         {textChoice("off"), flagChoice(false, QStringLiteral("thin-local")), textChoice("thin"), textChoice("fat")}},
        {QStringLiteral("codegen-units"), SettingsDialog::tr("Codegen units"), {}},
        {QStringLiteral("debug"),
         SettingsDialog::tr("Debug information"),
         {numberChoice(0, SettingsDialog::tr("none")), textChoice("line-tables-only"),
          numberChoice(1, SettingsDialog::tr("limited")), numberChoice(2, SettingsDialog::tr("full"))}},
        {QStringLiteral("strip"),
         SettingsDialog::tr("Strip"),
         {textChoice("none"), textChoice("debuginfo"), textChoice("symbols")}},
        {QStringLiteral("overflow-checks"), SettingsDialog::tr("Overflow checks"), flags},
        {QStringLiteral("debug-assertions"), SettingsDialog::tr("Debug assertions"), flags},
        {QStringLiteral("incremental"), SettingsDialog::tr("Incremental compilation"), flags}};
}

/// As its choice says it, where it is one.
QString labelOf(const ProfileField &field, const QString &value)
{
    const auto found = std::ranges::find_if(field.choices, [&](const Choice &one) { return one.value.text == value; });
    return found == field.choices.end() ? value : found->label;
}

/// What holds where the field is missing: "0 (default)", "0, for Wasm 2 (default)".
QString defaultText(const ProfileField &field, Profile profile)
{
    const auto of = [&](RustTarget target) {
        return labelOf(field, ManifestEditor::profileDefault(field.name, profile, target));
    };
    const QString native = of(RustTarget::Native);
    const QString wasm = of(RustTarget::Wasm);
    return native == wasm ? SettingsDialog::tr("%1 (default)").arg(native)
                          : SettingsDialog::tr("%1, for Wasm %2 (default)").arg(native, wasm);
}

} // namespace

SettingsDialog::SettingsDialog(ManifestEditor *manifest, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_manifest(manifest)
    , m_fields(new SettingFields(this))
    , m_lints(new LintsPage)
    , m_patches(new PatchesPage)
    , m_state(new QLabel)
{
    setWindowTitle(tr("Settings of %1").arg(name));
    resize(settingsSize);
    auto *const pages = new QTabWidget;
    m_pages = pages;
    pages->addTab(makePackage(), tr("Package"));
    pages->addTab(makeProfiles(), tr("Profiles"));
    pages->addTab(m_lints, tr("Lints"));
    pages->addTab(m_patches, tr("Patches"));
    auto *const close = new QDialogButtonBox(QDialogButtonBox::Close);
    close->button(QDialogButtonBox::Close)->setAutoDefault(false); // Return ends the field
    m_state->setWordWrap(true);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(pages, 1);
    column->addWidget(m_state);
    column->addWidget(close);
    connect(close, &QDialogButtonBox::rejected, this, &SettingsDialog::closeWhenDone);
    connect(m_fields, &SettingFields::edited, this, [this](const QStringList &path, const ManifestValue &value) {
        report(m_manifest->setSetting(path, value));
    });
    connect(m_lints, &LintsPage::edited, this, [this](const LintSetting &lint) { report(m_manifest->setLint(lint)); });
    connect(m_patches, &PatchesPage::patchAdded, this,
            [this](const PatchSetting &patch) { report(m_manifest->setPatch(patch)); });
    connect(m_patches, &PatchesPage::patchRemoved, this,
            [this](const PatchSetting &patch) { report(m_manifest->removePatch(patch)); });
    connect(manifest, &ManifestEditor::textRead, this, &SettingsDialog::showSettings);
    showSettings();
}

QWidget *SettingsDialog::makePackage()
{
    auto *const page = new QWidget;
    auto *const form = new QFormLayout(page);
    form->setSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const auto path = [](const char *field) {
        return QStringList{QStringLiteral("package"), QLatin1StringView(field)};
    };
    const auto add = [form](const QString &label, QWidget *field) {
        field->setAccessibleName(label);
        form->addRow(label, field);
    };
    QLineEdit *const name = m_fields->makeText(path("name"), {});
    add(tr("Name"), name);
    QTimer::singleShot(0, name, qOverload<>(&QWidget::setFocus)); // the tabs have it first
    add(tr("Version"), m_fields->makeText(path("version"), QStringLiteral("0.0.0")));
    add(tr("Edition"), m_fields->makeChoice(path("edition"), QStringLiteral("2015"),
                                            {textChoice("2018"), textChoice("2021"), textChoice("2024")}));
    add(tr("Oldest Rust"), m_fields->makeText(path("rust-version"), tr("any")));
    add(tr("Description"), m_fields->makeText(path("description"), tr("none")));
    add(tr("License"), m_fields->makeText(path("license"), tr("none, else such as MIT OR Apache-2.0")));
    add(tr("Repository"), m_fields->makeText(path("repository"), tr("none")));
    add(tr("Homepage"), m_fields->makeText(path("homepage"), tr("none")));
    return page;
}

QWidget *SettingsDialog::makeProfiles()
{
    auto *const page = new QWidget;
    auto *const grid = new QGridLayout(page);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    const auto addHeader = [&](int column, const QString &title, const QString &tip) {
        auto *const label = new QLabel(title);
        label->setToolTip(tip);
        grid->addWidget(label, 0, column);
    };
    addHeader(1, tr("Run and Compile (dev)"), QStringLiteral("[profile.dev]"));
    addHeader(2, tr("Publish (release)"), QStringLiteral("[profile.release]"));
    int row = 1;
    for (const ProfileField &field : profileFields()) {
        auto *const label = new QLabel(field.label);
        label->setToolTip(field.name);
        grid->addWidget(label, row, 0);
        for (const auto &[column, profile] : {std::pair(1, Profile::Dev), std::pair(2, Profile::Release)}) {
            const QString name = profileName(profile);
            const QStringList path{QStringLiteral("profile"), name, field.name};
            const QString missing = defaultText(field, profile);
            QWidget *const made = field.choices.isEmpty() ? static_cast<QWidget *>(m_fields->makeNumber(path, missing))
                                                          : m_fields->makeChoice(path, missing, field.choices);
            made->setAccessibleName(QStringLiteral("%1, %2").arg(field.label, name));
            grid->addWidget(made, row, column);
        }
        ++row;
    }
    grid->setRowStretch(row, 1);
    return page;
}

void SettingsDialog::showSettings()
{
    const auto settings = m_manifest->settings();
    m_pages->setEnabled(settings.has_value());
    if (!settings) {
        setStateText(m_state, settings.error().message, true);
        return;
    }
    setStateText(m_state, {}, false);
    m_fields->setValues(settings->values);
    m_lints->setLints(settings->lints, settings->inheritsLints);
    m_patches->setPatches(settings->patches);
}

void SettingsDialog::report(Task<bool> change)
{
    detach(wait(std::move(change)));
}

QCoro::Task<void> SettingsDialog::wait(Task<bool> change)
{
    ++m_running;
    const auto changed = co_await whileAlive(this, std::move(change));
    --m_running;
    m_hasFailed = !changed;
    setStateText(m_state, changed ? QString() : changed.error().message, !changed);
    if (m_isClosing && m_running == 0) {
        closeWhenDone();
    }
}

/// What was typed last is a change that begins when the button takes the focus. Where it is refused, that is to be
/// seen; pressed again, the dialog closes without it.
void SettingsDialog::closeWhenDone()
{
    m_isClosing = m_running > 0;
    if (!m_isClosing && !std::exchange(m_hasFailed, false)) {
        reject();
    }
}

/// Takes back what is being typed, and closes only where nothing is.
void SettingsDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_fields->takeBack()) {
        m_hasFailed = false;
        setStateText(m_state, {}, false);
        return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace studio
