// Mantine's styles of dialogs, which not every screen has, in the order that Mantine asks for.
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';

export { ConfirmDialog, Dialog, DialogButtons } from 'live-claims/console/parts';
