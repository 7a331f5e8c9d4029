// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/preference_bindings.h"

#include "core/compiler/compiler.h"
#include "core/preferences/preferences.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"
#include "ui/common/fonts.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/editor_tool_pane.h"
#include "ui/editor/editor_view.h"
#include "ui/shell/theme_switcher.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr int leastFontSize = 6;
constexpr qint64 leastMemoryMib = 512;

const auto theme = QStringLiteral("window.theme");
const auto syntaxTheme = QStringLiteral("editor.syntaxTheme");
const auto fontFamily = QStringLiteral("editor.fontFamily");
const auto fontSize = QStringLiteral("editor.fontSize");
const auto formatOnSave = QStringLiteral("editor.formatOnSave");
const auto toolchain = QStringLiteral("rust.toolchain");

struct ViewSwitch
{
    const char *id;
    bool ViewSettings::*setting;
};

/// How the editors show the text, which the View menu switches too.
constexpr std::array viewSwitches{ViewSwitch{"editor.wrapLines", &ViewSettings::wrapsLines},
                                  ViewSwitch{"editor.showLineNumbers", &ViewSettings::showsLineNumbers},
                                  ViewSwitch{"editor.showProblems", &ViewSettings::showsProblems},
                                  ViewSwitch{"editor.showInlayHints", &ViewSettings::showsInlayHints},
                                  ViewSwitch{"editor.showIndentationGuides", &ViewSettings::showsIndentationGuides},
                                  ViewSwitch{"editor.colourBrackets", &ViewSettings::coloursBrackets},
                                  ViewSwitch{"editor.showWhitespace", &ViewSettings::showsWhitespace},
                                  ViewSwitch{"editor.showRuler", &ViewSettings::showsRuler}};

bool isViewSwitch(const QString &id)
{
    return std::ranges::any_of(viewSwitches, [&](const ViewSwitch &one) { return id == QLatin1String(one.id); });
}

} // namespace

PreferenceBindings::PreferenceBindings(const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    Preferences *const preferences = parts.preferences;
    connect(preferences, &Preferences::changed, this, &PreferenceBindings::apply);
    connect(parts.workspace, &Workspace::opened, preferences, &Preferences::setProject);
    // What is chosen in a menu is set, too; where the file is damaged it holds until the window closes.
    connect(parts.themes, &ThemeSwitcher::changed, this, [this] {
        const QString chosen = m_parts.themes->theme();
        (void)m_parts.preferences->set(theme, chosen.isEmpty() ? QStringLiteral("system") : chosen);
    });
    connect(parts.editor, &EditorToolPane::syntaxThemeChosen, this,
            [this](const QString &name) { (void)m_parts.preferences->set(syntaxTheme, name); });
    connect(parts.editor->view(), &EditorView::changed, this, &PreferenceBindings::keepView);
    connect(parts.editor, &EditorToolPane::formatsOnSaveChosen, this, &PreferenceBindings::setFormatsOnSave);
    for (const Preference &one : allPreferences()) {
        if (preferences->value(one.id) != one.usual) {
            apply(one.id);
        }
    }
}

void PreferenceBindings::setAnalysis(RustAnalysis *analysis)
{
    m_analysis = analysis;
    applyToAnalysis();
}

void PreferenceBindings::apply(const QString &id)
{
    const Preferences &preferences = *m_parts.preferences;
    if (id == theme) {
        applyTheme();
    } else if (id == syntaxTheme) {
        m_parts.editor->setSyntaxTheme(preferences.text(id));
    } else if (id == fontFamily || id == fontSize) {
        applyFont();
    } else if (id == formatOnSave) {
        m_parts.editor->setFormatsOnSave(preferences.isOn(id));
    } else if (isViewSwitch(id)) {
        applyView();
    } else if (id == toolchain) {
        m_parts.compiler->setWantedToolchain(preferences.text(id));
        applyToAnalysis();
        Q_EMIT toolchainChanged();
    } else {
        applyToAnalysis();
    }
}

void PreferenceBindings::setFormatsOnSave(bool isOn)
{
    if (!m_parts.preferences->set(formatOnSave, isOn)) {
        m_parts.editor->setFormatsOnSave(isOn);
        return;
    }
    const bool holds = m_parts.preferences->isOn(formatOnSave);
    m_parts.editor->setFormatsOnSave(holds);
    if (holds != isOn) {
        Q_EMIT m_parts.editor->message(tr("The settings of this project say whether its files are formatted on save."),
                                       false);
    }
}

void PreferenceBindings::applyTheme()
{
    const QString wanted = m_parts.preferences->text(theme);
    m_parts.themes->setTheme(wanted == QLatin1String("system") ? QString() : wanted);
}

void PreferenceBindings::applyFont()
{
    const int points = m_parts.preferences->number(fontSize);
    m_parts.editor->tabs()->setCodeFont(
        monospaceFont(m_parts.preferences->text(fontFamily), points > 0 ? std::max(points, leastFontSize) : 0));
}

void PreferenceBindings::applyView()
{
    ViewSettings settings = m_parts.editor->view()->settings();
    for (const ViewSwitch &one : viewSwitches) {
        settings.*one.setting = m_parts.preferences->isOn(QString::fromLatin1(one.id));
    }
    m_parts.editor->view()->setSettings(settings);
}

/// What the View menu has switched. Where the file is damaged it holds until the window closes.
void PreferenceBindings::keepView()
{
    const ViewSettings settings = m_parts.editor->view()->settings();
    for (const ViewSwitch &one : viewSwitches) {
        const QString id = QString::fromLatin1(one.id);
        const Json value(settings.*one.setting);
        if (m_parts.preferences->value(id) != value) {
            (void)m_parts.preferences->set(id, value == findPreference(id)->usual ? Json() : value);
        }
    }
}

void PreferenceBindings::applyToAnalysis()
{
    if (!m_analysis) {
        return;
    }
    const Preferences &preferences = *m_parts.preferences;
    const qint64 memory = preferences.number(QStringLiteral("rust.analyzerMemory"));
    m_analysis->setOptions({.isOn = preferences.isOn(QStringLiteral("rust.analyzer")),
                            .check = preferences.text(QStringLiteral("rust.check")),
                            .memoryBytes = memory > 0 ? std::max(memory, leastMemoryMib) << 20 : 0,
                            .toolchain = preferences.text(toolchain)});
}

} // namespace studio
