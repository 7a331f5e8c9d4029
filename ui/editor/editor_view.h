// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "ui/editor/scintilla.h"

namespace studio {

class SyntaxColours;

/// How the text is shown, in all editors alike. A plain value.
struct ViewSettings
{
    int zoom = 0; ///< points more than the font has
    bool wrapsLines = false;
    bool showsLineNumbers = true;
    bool showsWhitespace = false;
    bool showsRuler = false; ///< at EditorView::rulerColumn
    bool showsInlayHints = true;
    bool showsIndentationGuides = true;
    bool coloursBrackets = true;
    bool showsProblems = true; ///< behind the end of their line

    bool operator==(const ViewSettings &) const = default;
};

/// Keeps the editors alike: what one is set to, by Ctrl+wheel too, all are. Main thread.
class EditorView final : public QObject
{
    Q_OBJECT

public:
    static constexpr int rulerColumn = 100; ///< max_width of rustfmt
    static constexpr int minZoom = -8;
    static constexpr int maxZoom = 30;

    using QObject::QObject;

    /// Shows `editor` as the others, from now on.
    void add(QsciScintilla *editor);
    [[nodiscard]] const ViewSettings &settings() const { return m_settings; }
    void setSettings(ViewSettings settings);
    void zoomBy(int points);
    void resetZoom() { zoomBy(-m_settings.zoom); }

    /// The zoom alone: the rest is in the preferences.
    [[nodiscard]] Json saveState() const;
    /// Also takes the rest from the state of a studio that had no preferences for it.
    void restoreState(const JsonReader &state);

Q_SIGNALS:
    void changed();

private:
    void applyTo(QsciScintilla *editor) const;

    ViewSettings m_settings;
};

/// Colours of what is drawn beside the text itself: other carets, blanks, the ruler, occurrences, folded blocks.
void applyViewColors(QsciScintilla &editor, const SyntaxColours &colours);

} // namespace studio
