// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

namespace studio {

class Compiler;
class EditorToolPane;
class Preferences;
class RustAnalysis;
class ThemeSwitcher;
class Workspace;

/// Makes what is set hold where it belongs, at the start and whenever it changes. Main thread.
class PreferenceBindings : public QObject
{
    Q_OBJECT

public:
    /// What the preferences are of; all outlive it.
    struct Parts
    {
        Preferences *preferences = nullptr;
        ThemeSwitcher *themes = nullptr;
        EditorToolPane *editor = nullptr;
        Compiler *compiler = nullptr;
        Workspace *workspace = nullptr;
    };

    explicit PreferenceBindings(const Parts &parts, QObject *parent = nullptr);

    void setAnalysis(RustAnalysis *analysis); ///< which is made after the window was drawn

Q_SIGNALS:
    void toolchainChanged(); ///< another Rust compiles from now on

private:
    void apply(const QString &id);
    void setFormatsOnSave(bool isOn); ///< as it was chosen in a menu
    void applyTheme();
    void applyFont();
    void applyView();
    void keepView();
    void applyToAnalysis();

    Parts m_parts;
    QPointer<RustAnalysis> m_analysis;
};

} // namespace studio
