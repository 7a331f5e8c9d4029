// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QKeyEvent;
class QLabel;
class QLineEdit;

namespace studio {

/// A field over a word of an editor for its new name. It stays until the name was taken, Escape is pressed, or the
/// focus goes elsewhere; why a name is refused stands below it. Deletes itself when it closes. Main thread.
class RenameField final : public QFrame
{
    Q_OBJECT

public:
    /// `word`: what is renamed, in the editor's coordinates. Shown at once, with the focus.
    RenameField(QWidget *editor, const QRect &word, const QString &name);

    [[nodiscard]] QString name() const;
    void setBusy(bool isBusy); ///< while an answer is waited for the name stays as it is
    void refuse(const QString &reason);
    void close(); ///< the editor has the focus then

Q_SIGNALS:
    void submitted(const QString &name, bool withPreview); ///< not while it is busy
    void left();                                           ///< it closes without a new name

protected:
    void keyPressEvent(QKeyEvent *event) override; ///< none goes on to the editor
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void fit();

    QLineEdit *m_name;
    QLabel *m_reason;
    bool m_isClosing = false;
};

} // namespace studio
