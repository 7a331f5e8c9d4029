// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace studio {

/// Above a request that is saved: its name, whether it was edited, and what can be done about that. Main thread.
class SavedRequestBar : public QWidget
{
    Q_OBJECT

public:
    explicit SavedRequestBar(QWidget *parent = nullptr);

    /// `path` is that in the collection; an empty one hides the bar.
    void setRequest(const QString &name, const QString &path);
    void setModified(bool isModified);

Q_SIGNALS:
    void saveRequested();
    void revertRequested();
    void closeRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showName();

    QString m_name;
    QLabel *m_label;
    QLabel *m_dot;
    QToolButton *m_save;
    QToolButton *m_revert;
};

} // namespace studio
