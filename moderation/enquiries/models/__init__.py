from moderation.enquiries.models.enquiry import FAR_OFF, Enquiry
from moderation.enquiries.models.entry import EnquiryEntry
from moderation.enquiries.models.looking import Look, Watch
from moderation.enquiries.models.topic import StandardReply, Topic

__all__ = ["FAR_OFF", "Enquiry", "EnquiryEntry", "Look", "StandardReply", "Topic", "Watch"]
