// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <map>

class QPainter;
class QRect;

namespace studio {

class CodeEditor;

/// Pictures for markers in a margin of the editor, sharp at every scale: QScintilla draws the image of a marker a pixel
/// for a pixel of the window, whatever the screen's. The editor keeps the markers; this paints them. Main thread.
class MarkerPictures final : public QObject
{
    Q_OBJECT

public:
    using Picture = std::function<void(QPainter &painter)>; ///< in a square of `size`, in the colours of the theme
    static constexpr int size = 16;                         ///< logical pixels

    MarkerPictures(CodeEditor *editor, int margin); ///< the editor owns it
    void set(int marker, Picture picture);

private:
    void paint(QPainter &painter, const QRect &area) const;

    CodeEditor *m_editor;
    int m_margin;
    std::map<int, Picture> m_pictures; ///< by marker
};

} // namespace studio
